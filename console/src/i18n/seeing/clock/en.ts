export const clock = {
  title: 'Clock', intro: 'Moves what the cloud does by time: billing, the end of subscriptions, the release of what is not paid for, how long a released EIP can be had again. The clocks in instances stay the host’s.',
  cloud: 'The cloud’s time', real: 'Real time', realNote: 'the host’s clock', same: 'the host’s time', ahead: (span: string) => `${span} ahead of the host`, behind: (span: string) => `${span} behind the host`,
  next: 'Due next', nothing: 'Nothing is waiting for its time.', in: (span: string) => `in ${span}`, now: 'now', toNext: 'Go there',
  advance: 'Advance', by: (span: string) => `Advance by ${span}`, span: 'Another span', spanHint: 'd, h, m, s, ms; for example 3d12h', set: 'Set', setTo: (time: string) => `Set to ${time}`, time: 'Time', reset: 'Back to real time',
  backwards: 'Back only in an empty cloud.', question: (time: string) => `Then it is ${time} in the cloud, and everything due until then happens, in its order: subscriptions end, EIPs that are not paid for are released.`,
  noWayBack: 'As long as there are resources, the clock does not go back. A snapshot taken now brings this moment back.',
};
export type ClockTexts = typeof clock;
