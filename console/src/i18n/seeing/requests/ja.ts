import type { RequestsTexts } from './en.js';

export const requests: RequestsTexts = {
  title: 'リクエストログ', intro: 'クラウドAPIへのすべての呼び出しを、応答と同時に表示します。',
  live: 'ライブ', lost: '切断', paused: '一時停止中', pause: '一時停止', resume: '再開', held: (count) => `新着${count}件`, shown: (count, most) => `${count}件を表示（最大${most}件）`,
  newest: '最新へ戻る',
  empty: 'まだ呼び出しはありません。コンソールで操作するか、ホストで次のコマンドを実行してください。',
  time: '時刻', product: 'プロダクト', action: 'API操作', result: '結果', account: 'アカウント', text: 'ID、値、メッセージ', parameters: 'パラメーター', parameter: 'パラメーター', changes: '変更', duration: '所要時間', line: 'CLIコマンド', status: 'HTTPステータス',
  results: { ok: '成功', changed: '変更あり', refused: '拒否', reset: '接続リセット' }, codes: 'エラーコード', resource: 'リソース', before: '変更前', after: '変更後',
  copyLine: 'CLIコマンドとしてコピー', open: (action) => `${action}を開く`, gone: 'このリクエストはすでにログにありません。', unknown: '不明な呼び出し', ms: (n) => `${n}ミリ秒`,
  noParameters: 'パラメーターはありません。', noChanges: '変更はありません。', again: 'ホストのコマンドラインから同じ呼び出しを行う', incomplete: '機密の値や長い値はログに残りません。実行する前に補ってください。',
};
