import type { ChartTexts } from './en.js';

export const charts: ChartTexts = {
  title: '监控', range: '时间范围', live: '实时', ranges: { '1h': '1小时', '6h': '6小时', '1d': '1天', '3d': '3天', '14d': '14天' },
  period: '周期', periods: { 60: '1分钟', 300: '5分钟', 900: '15分钟', 3600: '1小时' },
  inbound: '入方向', outbound: '出方向', both: '双向', direction: '方向', traffic: '流量', bandwidth: '带宽', packets: '报文', cap: '上限', figures: '数值',
  now: '当前', average: '平均', peak: '峰值', peakOfCap: '峰值占上限', packetsNow: '当前报文', packetsTotal: '报文数', time: '开始时间',
  perSecond: (n) => `${n}个/秒`, ofCap: (percent, cap) => `上限${cap}的${percent}`, asTable: '以表格显示有流量的时段',
  liveSummary: (title, received, mostReceived, sent, mostSent) =>
    `最近5分钟的${title}。入方向：当前${received}，最高${mostReceived}。出方向：当前${sent}，最高${mostSent}。`,
  trafficSummary: (received, sent) => `流量合计：入方向${received}，出方向${sent}。`,
  bandwidthSummary: (received, sent, cap) => `最高带宽：入方向${received}，出方向${sent}。上限为${cap}。`,
  packetsSummary: (packets) => `报文合计：双向${packets}个。`,
  silent: '最近几分钟没有流量。可执行以下命令发送：', nothing: '该时间范围内没有流量。',
  noEip: '该网卡没有绑定EIP。绑定EIP后，此处显示其流量。',
  memory: 'OpenEIP使用memory数据面运行，没有报文可供统计。请使用--dataplane linux启动。',
};
