import type { FaultsTexts } from './en.js';

export const faults: FaultsTexts = {
  title: '障害の注入', intro: 'API操作の最初の数回の呼び出しを、実際のクラウドと同じように失敗、切断、または遅延させ、プログラムの動作を確認できます。',
  empty: '障害は設定されていません。すべての呼び出しに通常どおり応答します。障害を追加すると、プログラムやこのコンソールの動作を確認できます。',
  add: '障害の追加', addTitle: '障害の追加', clearAll: 'すべての障害を解除', clearText: '残り回数がある障害も含めて解除され、すべての呼び出しに通常どおり応答します。', clear: (id) => `${id}を解除`,
  clearOne: '解除', product: 'プロダクト', action: 'API操作', notAnAction: 'AllocateEipAddressのような名前を入力してください', first: '回数', meets: '対象の操作', effect: '内容', met: '発生回数', metOf: (met, all) => `${met} / ${all}回`,
  waiting: '呼び出し待ち', over: '使用済み', effects: { error: 'エラーを返す', reset: '接続を切断する', late: '応答を遅らせるだけ' }, code: 'エラーコード', notACode: '英数字、「_」、「.」で入力してください',
  delay: '応答までの待ち時間', retryAfter: '再試行までの時間として通知する値', after: '操作は実行し、応答だけを失わせる', takesEffect: '操作は実行', waits: (ms) => `${ms}ミリ秒待機`,
  own: 'コード本来のものと異なるステータスやメッセージを使う', status: 'HTTPステータス', message: 'メッセージ',
};
