/** What EIPs and bandwidth packages cost. The reasons are those that the bill gives, by its own words. */
export const bill = {
  title: 'Bill', intro: 'What EIPs and bandwidth packages cost, by the hour and with the reason. Prices are sample data that a site configures.',
  from: 'From', to: 'To', month: 'This month', lastMonth: 'Last month', eip: 'EIP ID', region: 'Region', allRegions: 'All regions', total: 'Total', resource: 'Resource', packages: 'Bandwidth package', apply: 'Show',
  item: 'Item', time: 'Time', hours: 'Hours', quantity: 'Quantity', amount: 'Amount', reason: 'Reason', once: 'in advance', free: 'free of charge', linesOf: (id: string) => `Lines of ${id}`,
  empty: 'Nothing was there to be billed in this time. Create an EIP, and its first hour is billed at once.', noLines: 'Nothing was billed in this time.', whole: 'Open the whole bill',
  items: { configuration: 'Configuration fee', bandwidth: 'Bandwidth', traffic: 'Traffic', subscription: 'Subscription' },
  hoursOf: (hours: string) => `${hours} h`, mbps: (n: string) => `${n} Mbit/s`, gigabytes: (n: string) => `${n} GB`, months: (months: string, n: string) => `${months} months of ${n} Mbit/s`,
  reasons: {
    'subscription EIP: no configuration fee': 'Subscription EIP: no configuration fee.',
    'pay-as-you-go EIP, not bound: configuration fee': 'Pay-as-you-go EIP, bound to nothing: configuration fee.',
    'pay-as-you-go EIP, bound to an IP address: configuration fee': 'Pay-as-you-go EIP, bound to an IP address: configuration fee.',
    'pay-as-you-go EIP, bound to a secondary ENI: configuration fee': 'Pay-as-you-go EIP, bound to a secondary ENI: configuration fee.',
    'pay-as-you-go EIP, bound to an ECS instance: no configuration fee': 'Pay-as-you-go EIP, bound to an ECS instance: no configuration fee.',
    'pay-as-you-go EIP, bound to an ECS instance, by an account whose EIP quota is above 2000: configuration fee': 'Pay-as-you-go EIP, bound to an ECS instance, of an account whose EIP quota is above 2,000: configuration fee.',
    'pay-by-bandwidth: the highest bandwidth of the day, by the hour': 'Pay-by-bandwidth: the highest bandwidth of the day (UTC) counts, by the hour.',
    'common bandwidth package: the highest bandwidth of the day, by the hour': 'Common bandwidth package: the highest bandwidth of the day (UTC) counts, by the hour.',
    'pay-by-traffic: what was sent to the Internet; what is received is free': 'Pay-by-traffic: what was sent to the Internet; what is received is free.',
    'subscription EIP: bandwidth, paid in advance': 'Subscription EIP: bandwidth, paid in advance.',
  },
};
export type BillTexts = typeof bill;
