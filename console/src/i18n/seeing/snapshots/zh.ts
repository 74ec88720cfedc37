import type { SnapshotsTexts } from './en.js';

export const snapshots: SnapshotsTexts = {
  title: '快照', intro: '以一个名称保存整个云，包括所有账号、地域和时钟：放心尝试，随时回到原状。',
  empty: '还没有快照。请在尝试之前保存一个。', save: '保存快照', saveTitle: '保存当前的云', nameHint: '以字母或数字开头，由字母、数字、“.”、“_”和“-”组成，最多64个字符',
  saved: '保存时间', cloudTime: '云的时间', resources: '资源', size: '大小', kib: (n) => `${n} KiB`, emptyCloud: '空的云', cannot: (why) => `无法加载：${why}`,
  load: '加载', compare: '比较', deleteText: '快照将被删除，云保持不变。',
  loadTitle: (name) => `加载快照${name}？`, confirmName: (name) => `请输入名称以确认：${name}`, otherName: '名称不一致。',
  loadText: (saved, time) => `所有账号的云将恢复到${saved}时的状态，时钟变为${time}。此后创建的内容若不先保存就会丢失。实例将重新启动。`,
  replacing: '正在替换云', followingStep: '数据面正在跟进', loaded: (name) => `云已恢复为${name}中保存的状态。`,
  following: '数据面正在跟进快照', followingText: '完成之前，更改云的调用会被拒绝（503 ServiceUnavailable），读取不受影响。',
  diff: '变更内容', from: '变更前', to: '变更后', swap: '互换', asItIs: '当前的云', same: '没有差异。', change: '变更', changes: { added: '新增', removed: '删除', changed: '修改' }, fields: '字段：变更前 → 变更后',
  kinds: {
    account: '账号', eip: 'EIP', releasedEip: '已释放的EIP', bandwidthPackage: '共享带宽', instance: '实例', eni: '网卡', securityGroup: '安全组', securityGroupRule: '规则', routeEntry: '路由条目', ipv4Gateway: 'IPv4网关',
    routeTable: '路由表', vswitch: '交换机', vpc: '专有网络', resourceGroup: '资源组',
  },
};
