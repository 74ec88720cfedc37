import type { HistoryTexts } from './en.js';

export const history: HistoryTexts = {
  title: '历史', intro: '查看地址从何时到何时、由哪个请求、被谁持有，以及资源在过去某一时刻的状态。', what: 'EIP、网卡或实例的ID，或公网地址', show: '查询',
  empty: '请指定EIP、网卡、实例或公网地址，以查看其持有历史。', nothing: '没有绑定历史。', nothingThen: '该时刻没有绑定关系。',
  held: '地址', holder: '持有者', mode: '绑定模式', from: '开始', to: '结束', untilNow: '至今', by: '请求', began: '开始', ended: '结束', itself: 'OpenEIP自身',
  inVpc: (vpc) => `${vpc}中的地址`, at: '过去某一时刻的状态', setAt: '显示状态', clearAt: '全部历史', stateAt: (time) => `${time}时的状态`, seeThen: (time) => `显示${time}时的状态`,
  notThere: '该时刻它不存在。', openPage: '在页面中打开',
};
