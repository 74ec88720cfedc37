import type { RequestsTexts } from './en.js';

export const requests: RequestsTexts = {
  title: '请求日志', intro: '实时显示对云API的每一次调用及其结果，不论调用者是谁。',
  live: '实时', lost: '已断开', paused: '已暂停', pause: '暂停', resume: '继续', held: (count) => `${count}条新请求`, shown: (count, most) => `显示${count}条（最多${most}条）`,
  newest: '回到最新',
  empty: '还没有任何调用。请在控制台中操作，或在主机上运行：',
  time: '时间', product: '产品', action: 'API操作', result: '结果', account: '账号', text: 'ID、值或消息', parameters: '参数', parameter: '参数', changes: '变更', duration: '耗时', line: 'CLI命令', status: 'HTTP状态码',
  results: { ok: '成功', changed: '有变更', refused: '被拒绝', reset: '连接被重置' }, codes: '错误码', resource: '资源', before: '变更前', after: '变更后',
  copyLine: '复制为CLI命令', open: (action) => `打开${action}`, gone: '日志中已没有该请求。', unknown: '未知调用', ms: (n) => `${n}毫秒`,
  noParameters: '没有参数。', noChanges: '没有任何变更。', again: '在主机命令行中进行同一调用', incomplete: '日志不保留机密和过长的值：运行前请补全。',
};
