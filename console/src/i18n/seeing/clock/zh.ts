import type { ClockTexts } from './en.js';

export const clock: ClockTexts = {
  title: '时钟', intro: '推进云中随时间发生的事：计费、包年包月到期、欠费资源的释放、已释放EIP的找回期限。实例内的时钟仍是主机的时钟。',
  cloud: '云的时间', real: '真实时间', realNote: '主机时钟', same: '与主机时间相同', ahead: (span) => `比主机快${span}`, behind: (span) => `比主机慢${span}`,
  next: '下一个到期事项', nothing: '没有等待到期的事项。', in: (span) => `${span}后`, now: '现在', toNext: '推进到此时',
  advance: '推进', by: (span) => `推进${span}`, span: '其他时长', spanHint: 'd、h、m、s、ms，例如3d12h', set: '设置', setTo: (time) => `设置为${time}`, time: '时间', reset: '恢复真实时间',
  backwards: '只有云为空时才能回拨。', question: (time) => `云的时间将变为${time}，在此之前到期的事项会依次发生：包年包月到期、欠费EIP被释放等。`,
  noWayBack: '只要存在资源，时钟就不能回拨。现在保存快照，以后即可回到此刻。',
};
