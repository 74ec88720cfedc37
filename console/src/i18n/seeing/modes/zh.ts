import type { ModeTexts } from './en.js';

export const modes: ModeTexts = {
  title: '绑定模式对比', intro: '各绑定模式的特点，以及当前可以使用哪些模式绑定EIP。', eni: '目标网卡', anyEni: '选择网卡后，显示当前可用的模式',
  possible: '当前可用', impossible: '当前不可用', open: '该地域可用', closed: '不可用', forEni: '绑定模式', bind: '绑定EIP', toPage: '在页面中打开', property: '项目',
  none: '该地域还没有网卡：此处显示地域和账号允许的模式。',
  regionsOf: (count) => `${count}个地域`, here: '包括本地域', notHere: '不包括本地域', families: (count) => `${count}个实例规格族`,
  rows: {
    inGuest: '操作系统内是否可见EIP', eniTypes: '网卡类型', eipsOnPrimary: '主网卡可绑定EIP数上限', eipsOnSecondary: '辅助网卡可绑定EIP数上限', privateNetwork: '网卡的私网功能',
    protocols: 'IP协议', regions: '地域', entitlement: '账号', instanceFamilies: '实例规格族', throughInstance: '通过实例绑定', bindAttached: '网卡已绑定实例时绑定',
    unbindAttached: '网卡已绑定实例时解绑', secondaryAddresses: '网卡可有辅助私网IP', ipv4Gateway: 'VPC中的IPv4网关', nextHop: '网卡作为路由下一跳', lease: 'DHCP分配给网卡的地址', shownBy: '其他查看方式',
  },
  words: {
    hidden: '不可见', replacesThePrivateAddress: '取代私网地址显示', afterStaticConfiguration: '静态配置后可见', primary: '主网卡', secondary: '辅助网卡', onePerPrivateAddress: '每个私网IP一个',
    yes: '是', no: '否', all: '全部', none: '所有账号', multiEip: '仅限已有权限的账号（不再接受新的申请）', optional: '可选', forbidden: '不允许', activated: '须已激活',
    thePrivateAddress: '私网地址', theEIP: 'EIP', nothing: '无',
  },
};
