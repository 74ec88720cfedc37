import type { HistoryTexts } from './en.js';

export const history: HistoryTexts = {
  title: '履歴', intro: 'アドレスをいつからいつまで、どのリクエストによって何が保持していたか、また過去の時点でのリソースの状態を確認できます。', what: 'EIP、ENI、インスタンスのID、またはパブリックアドレス', show: '表示',
  empty: 'EIP、ENI、インスタンス、またはパブリックアドレスを指定すると、その保持者の履歴が表示されます。', nothing: '関連付けの履歴はありません。', nothingThen: 'この時点での関連付けはありません。',
  held: 'アドレス', holder: '保持者', mode: 'モード', from: '開始', to: '終了', untilNow: '現在まで', by: 'リクエスト', began: '開始', ended: '終了', itself: 'OpenEIP自身',
  inVpc: (vpc) => `${vpc}内のアドレス`, at: '過去の時点の状態', setAt: '状態を表示', clearAt: '全履歴', stateAt: (time) => `${time}時点の状態`, seeThen: (time) => `${time}時点の状態を表示`,
  notThere: 'この時点では存在していません。', openPage: 'ページで開く',
};
