/** What passes EIPs and ENIs, in charts. */
export const charts = {
  title: 'Monitoring', range: 'Time', live: 'Live', ranges: { '1h': '1 hour', '6h': '6 hours', '1d': '1 day', '3d': '3 days', '14d': '14 days' },
  period: 'Period', periods: { 60: '1 minute', 300: '5 minutes', 900: '15 minutes', 3600: '1 hour' },
  inbound: 'Inbound', outbound: 'Outbound', both: 'Both directions', direction: 'Direction', traffic: 'Traffic', bandwidth: 'Bandwidth', packets: 'Packets', cap: 'Limit', figures: 'Figures',
  now: 'Now', average: 'Average', peak: 'Peak', peakOfCap: 'Peak against the limit', packetsNow: 'Packets now', packetsTotal: 'Packets', time: 'From',
  perSecond: (n: string) => `${n}/s`, ofCap: (percent: string, cap: string) => `${percent} of ${cap}`, asTable: 'All periods with traffic, as a table',
  liveSummary: (title: string, received: string, mostReceived: string, sent: string, mostSent: string) =>
    `${title} of the last 5 minutes. Inbound: ${received} now, ${mostReceived} at the most. Outbound: ${sent} now, ${mostSent} at the most.`,
  trafficSummary: (received: string, sent: string) => `Traffic: ${received} inbound, ${sent} outbound in all.`,
  bandwidthSummary: (received: string, sent: string, cap: string) => `Bandwidth: at the most ${received} inbound and ${sent} outbound. The limit is ${cap}.`,
  packetsSummary: (packets: string) => `Packets: ${packets} in both directions in all.`,
  silent: 'Nothing has passed in the last minutes. Send something:', nothing: 'Nothing passed in this time.',
  noEip: 'The ENI has no EIP. Once an EIP is associated with it, what passes is shown here.',
  memory: 'OpenEIP runs with the memory data plane, which has no packets: there is nothing to count. Start it with --dataplane linux.',
};
export type ChartTexts = typeof charts;
