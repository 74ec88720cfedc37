import type { SnapshotsTexts } from './en.js';

export const snapshots: SnapshotsTexts = {
  title: 'スナップショット', intro: 'すべてのアカウントとリージョン、時計を含むクラウド全体を、名前を付けて保存します。試したあと、すぐに元に戻せます。',
  empty: 'スナップショットはまだありません。何かを試す前に保存してください。', save: 'スナップショットの保存', saveTitle: '現在のクラウドを保存', nameHint: '英数字で始まる64文字以内の英数字、「.」、「_」、「-」',
  saved: '保存日時', cloudTime: 'クラウドの時刻', resources: 'リソース', size: 'サイズ', kib: (n) => `${n} KiB`, emptyCloud: '空のクラウド', cannot: (why) => `読み込めません: ${why}`,
  load: '読み込む', compare: '比較', deleteText: 'スナップショットが削除されます。クラウドはそのままです。',
  loadTitle: (name) => `スナップショット${name}を読み込みますか？`, confirmName: (name) => `確認のため、名前を入力してください: ${name}`, otherName: '名前が一致しません。',
  loadText: (saved, time) => `すべてのアカウントのクラウドが${saved}の状態に戻り、時計は${time}になります。それ以降に作成したものは、先に保存しない限り失われます。インスタンスは新たに起動します。`,
  replacing: 'クラウドを置き換えています', followingStep: 'データプレーンに反映しています', loaded: (name) => `クラウドは${name}に保存した状態に戻りました。`,
  following: 'スナップショットをデータプレーンに反映しています', followingText: '完了するまで、変更の呼び出しは拒否されます（503 ServiceUnavailable）。参照はできます。',
  diff: '変更点', from: '変更前', to: '変更後', swap: '入れ替える', asItIs: '現在のクラウド', same: '違いはありません。', change: '変更', changes: { added: '追加', removed: '削除', changed: '変更' }, fields: 'フィールド: 変更前 → 変更後',
  kinds: {
    account: 'アカウント', eip: 'EIP', releasedEip: 'リリース済みEIP', bandwidthPackage: '共有帯域幅', instance: 'インスタンス', eni: 'ENI', securityGroup: 'セキュリティグループ', securityGroupRule: 'ルール', routeEntry: 'ルートエントリ', ipv4Gateway: 'IPv4ゲートウェイ',
    routeTable: 'ルートテーブル', vswitch: 'vSwitch', vpc: 'VPC', resourceGroup: 'リソースグループ',
  },
};
