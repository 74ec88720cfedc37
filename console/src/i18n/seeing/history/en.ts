/** Who held what from when to when. */
export const history = {
  title: 'History', intro: 'Who held an address from when to when, by which request, and what a resource was at a past moment.', what: 'EIP, ENI or instance ID, or a public address', show: 'Show',
  empty: 'Name an EIP, an ENI, an instance or a public address: you see who held it when.', nothing: 'It was held by nobody, and held nothing.', nothingThen: 'Then it was held by nobody, and held nothing.',
  held: 'Address', holder: 'Held by', mode: 'Mode', from: 'From', to: 'To', untilNow: 'until now', by: 'Requests', began: 'Began', ended: 'Ended', itself: 'OpenEIP itself',
  inVpc: (vpc: string) => `an address in ${vpc}`, at: 'State at a past moment', setAt: 'Show the state', clearAt: 'Whole history', stateAt: (time: string) => `As it was at ${time}`, seeThen: (time: string) => `Show the state at ${time}`,
  notThere: 'It did not exist then.', openPage: 'Open as a page',
};
export type HistoryTexts = typeof history;
