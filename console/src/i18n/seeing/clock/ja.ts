import type { ClockTexts } from './en.js';

export const clock: ClockTexts = {
  title: '時計', intro: '課金、サブスクリプションの満了、未払いリソースのリリース、リリース済みEIPの再取得期限など、クラウドで時間に応じて起こることを進めます。インスタンス内の時計はホストのままです。',
  cloud: 'クラウドの時刻', real: '実際の時刻', realNote: 'ホストの時計', same: 'ホストの時刻と同じ', ahead: (span) => `ホストより${span}進んでいます`, behind: (span) => `ホストより${span}遅れています`,
  next: '次の予定', nothing: '時刻を待っているものはありません。', in: (span) => `${span}後`, now: '今', toNext: 'この時刻へ進む',
  advance: '進める', by: (span) => `${span}進める`, span: '任意の時間', spanHint: 'd、h、m、s、ms。例: 3d12h', set: '設定', setTo: (time) => `${time}に設定`, time: '時刻', reset: '実際の時刻に戻す',
  backwards: '過去に戻せるのは、クラウドが空のときだけです。', question: (time) => `クラウドの時刻は${time}になります。それまでに予定されていること（サブスクリプションの満了、未払いEIPのリリースなど）が順に起こります。`,
  noWayBack: 'リソースがある間、時計は戻せません。今スナップショットを保存しておくと、この時点に戻せます。',
};
