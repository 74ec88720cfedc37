import type { BillTexts } from './en.js';

export const bill: BillTexts = {
  title: '账单', intro: '按小时列出EIP和共享带宽的费用及计费原因。单价为示例数据，可通过设置修改。',
  from: '开始时间', to: '结束时间', month: '本月', lastMonth: '上月', eip: 'EIP ID', region: '地域', allRegions: '全部地域', total: '合计', resource: '资源', packages: '共享带宽', apply: '查询',
  item: '计费项', time: '时间', hours: '时长', quantity: '用量', amount: '金额', reason: '计费原因', once: '预付', free: '免费', linesOf: (id) => `${id}的明细`,
  empty: '该时间范围内没有计费的资源。创建EIP后，从第一个小时起在此显示。', noLines: '该时间范围内没有计费明细。', whole: '打开完整账单',
  items: { configuration: 'EIP配置费', bandwidth: '带宽费', traffic: '流量费', subscription: '包年包月费' },
  hoursOf: (hours) => `${hours}小时`, mbps: (n) => `${n} Mbit/s`, gigabytes: (n) => `${n} GB`, months: (months, n) => `${months}个月（${n} Mbit/s）`,
  reasons: {
    'subscription EIP: no configuration fee': '包年包月EIP不收取EIP配置费。',
    'pay-as-you-go EIP, not bound: configuration fee': '未绑定资源的按量付费EIP收取EIP配置费。',
    'pay-as-you-go EIP, bound to an IP address: configuration fee': '绑定到IP地址的按量付费EIP收取EIP配置费。',
    'pay-as-you-go EIP, bound to a secondary ENI: configuration fee': '绑定到辅助弹性网卡的按量付费EIP收取EIP配置费。',
    'pay-as-you-go EIP, bound to an ECS instance: no configuration fee': '绑定到ECS实例的按量付费EIP不收取EIP配置费。',
    'pay-as-you-go EIP, bound to an ECS instance, by an account whose EIP quota is above 2000: configuration fee': '账号的EIP配额超过2,000时，绑定到ECS实例的按量付费EIP也收取EIP配置费。',
    'pay-by-bandwidth: the highest bandwidth of the day, by the hour': '按带宽计费：以当天（UTC）最高带宽，按小时计费。',
    'common bandwidth package: the highest bandwidth of the day, by the hour': '共享带宽：以当天（UTC）最高带宽，按小时计费。',
    'pay-by-traffic: what was sent to the Internet; what is received is free': '按流量计费：对发往互联网的流量计费，入方向免费。',
    'subscription EIP: bandwidth, paid in advance': '包年包月EIP：预付的带宽费用。',
  },
};
