import type { FaultsTexts } from './en.js';

export const faults: FaultsTexts = {
  title: '故障注入', intro: '让某个API操作的前几次调用像真实的云那样失败、断开或延迟，以观察程序的反应。',
  empty: '没有设置故障：所有调用照常应答。添加一个故障，看看程序或本控制台如何应对。',
  add: '添加故障', addTitle: '添加故障', clearAll: '清除所有故障', clearText: '所有调用恢复照常应答，包括次数尚未用完的故障。', clear: (id) => `清除${id}`,
  clearOne: '清除', product: '产品', action: 'API操作', notAnAction: '请输入类似AllocateEipAddress的名称', first: '次数', meets: '目标操作', effect: '效果', met: '已发生', metOf: (met, all) => `${met} / ${all}次`,
  waiting: '等待调用', over: '已用完', effects: { error: '返回错误', reset: '断开连接', late: '仅延迟应答' }, code: '错误码', notACode: '字母、数字、“_”和“.”',
  delay: '应答前等待', retryAfter: '告知调用者的重试间隔', after: '操作照常执行，只丢失应答', takesEffect: '操作已执行', waits: (ms) => `等待${ms}毫秒`,
  own: '使用与错误码自带不同的状态码或消息', status: 'HTTP状态码', message: '消息',
};
