import type { MapTexts } from './en.js';

export const map: MapTexts = {
  title: '实时拓扑图', region: (region) => `${region}的拓扑图`, keys: '方向键移动，+和-缩放，0显示全部。Tab键依次选中所显示的资源。',
  views: { map: '拓扑图', list: '列表' }, view: '视图', allVpcs: '全部专有网络', vpcFilter: '专有网络', legend: '图例', fit: '显示全部', zoomIn: '放大', zoomOut: '缩小', controls: '拓扑图视图', minimap: '拓扑图概览',
  emptyGroup: '该地域没有属于该资源组的资源。',
  empty: '该地域还没有任何资源。引导式入门会构建一个示例：专有网络、提供网页的实例、弹性网卡和EIP。', toGuide: '前往引导式入门',
  notHere: (id) => `${id}不在此拓扑图中。`,
  internet: '互联网', unbound: '未绑定的EIP', direct: '无IPv4网关', gatewayOn: '已激活', gatewayOff: '未激活', secondary: (n) => `另有${n}个`,
  notAttached: '未绑定实例', suspended: '已停用', mbps: (n) => `最大 ${n} Mbit/s`, emptyVswitch: '没有实例和网卡',
  counts: (instances, enis, eips) => `实例 ${instances}，网卡 ${enis}，EIP ${eips}`, zoomTo: (id) => `放大${id}`, otherVswitch: (id) => `位于${id}`,
  ways: { NAT: '普通', BINDED: '网卡可见', MULTI_BINDED: '多EIP', IpAddress: '地址' }, byAddress: '绑定到地址（IpAddress）',
  rate: (received, sent) => `入 ${received}，出 ${sent}`, still: '当前无流量', traffic: '当前流量', leadsTo: (way, eni) => `${way}，绑定到${eni}`,
  legendLines: 'EIP与网卡的绑定', legendStates: '状态', legendTraffic: '有报文经过时，圆点沿其方向移动；速率显示在EIP上。', legendTrafficStill: '有报文经过时，线条变粗；速率显示在EIP上。',
  legendFar: '缩小时，每个方块表示一台实例；放大后显示详情。', legendTrace: '所追踪的报文', running: '运行中', stopped: '已停止', changing: '变更中',
  trace: '追踪报文', endTrace: '结束追踪', onMap: '在拓扑图中显示', inTrace: '在追踪页面打开', hop: (numbers, at) => `第${numbers}跳：${at}`, diesHere: (cause) => `在此丢弃：${cause}`, edge: '互联网边缘', there: '去程', back: '回程',
};
