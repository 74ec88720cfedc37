/** Regions and zones (behaviour §8.2). Which modes a region has is the association modes' business. */

export interface Region {
  readonly id: string;
  /** Three characters at the start of the random part of ids. */
  readonly code: string;
  readonly name: { readonly ja: string; readonly en: string; readonly zh: string };
  readonly zones: readonly string[];
}

function region(id: string, code: string, ja: string, en: string, zh: string, zones: string): Region {
  const joint = /\d$/.test(id) ? '' : '-';
  return { id, code, name: { ja, en, zh }, zones: [...zones].map((letter) => `${id}${joint}${letter}`) };
}

export const REGIONS: readonly Region[] = [
  region('cn-qingdao', 'm5e', '中国 (青島)', 'China (Qingdao)', '华北1（青岛）', 'bc'),
  region('cn-beijing', '2ze', '中国 (北京)', 'China (Beijing)', '华北2（北京）', 'fghijk'),
  region('cn-zhangjiakou', '8vb', '中国 (張家口)', 'China (Zhangjiakou)', '华北3（张家口）', 'abc'),
  region('cn-huhehaote', 'hp3', '中国 (フフホト)', 'China (Hohhot)', '华北5（呼和浩特）', 'ab'),
  region('cn-hangzhou', 'bp1', '中国 (杭州)', 'China (Hangzhou)', '华东1（杭州）', 'ghijk'),
  region('cn-shanghai', 'uf6', '中国 (上海)', 'China (Shanghai)', '华东2（上海）', 'befgl'),
  region('cn-shenzhen', 'wz9', '中国 (深セン)', 'China (Shenzhen)', '华南1（深圳）', 'cdef'),
  region('cn-guangzhou', '7xv', '中国 (広州)', 'China (Guangzhou)', '华南3（广州）', 'ab'),
  region('cn-chengdu', '2vc', '中国 (成都)', 'China (Chengdu)', '西南1（成都）', 'ab'),
  region('cn-hongkong', 'j6c', '中国 (香港)', 'China (Hong Kong)', '中国香港', 'bcd'),
  region('ap-northeast-1', '6we', '日本 (東京)', 'Japan (Tokyo)', '日本（东京）', 'abc'),
  region('ap-southeast-1', 't4n', 'シンガポール', 'Singapore', '新加坡', 'abc'),
  region('ap-southeast-3', '8ps', 'マレーシア (クアラルンプール)', 'Malaysia (Kuala Lumpur)', '马来西亚（吉隆坡）', 'ab'),
  region('ap-southeast-5', 'k1a', 'インドネシア (ジャカルタ)', 'Indonesia (Jakarta)', '印度尼西亚（雅加达）', 'abc'),
  region('ap-southeast-6', '5ts', 'フィリピン (マニラ)', 'Philippines (Manila)', '菲律宾（马尼拉）', 'a'),
  region('ap-southeast-7', '0jo', 'タイ (バンコク)', 'Thailand (Bangkok)', '泰国（曼谷）', 'a'),
  region('us-east-1', '0xi', '米国 (バージニア)', 'US (Virginia)', '美国（弗吉尼亚）', 'ab'),
  region('us-west-1', 'rj9', '米国 (シリコンバレー)', 'US (Silicon Valley)', '美国（硅谷）', 'ab'),
  region('eu-central-1', 'gw8', 'ドイツ (フランクフルト)', 'Germany (Frankfurt)', '德国（法兰克福）', 'abc'),
  region('eu-west-1', 'd7o', '英国 (ロンドン)', 'UK (London)', '英国（伦敦）', 'ab'),
  region('me-east-1', 'eb3', 'アラブ首長国連邦 (ドバイ)', 'UAE (Dubai)', '阿联酋（迪拜）', 'a'),
];

const BY_ID: ReadonlyMap<string, Region> = new Map(REGIONS.map((one) => [one.id, one]));

export function findRegion(id: string): Region | undefined {
  return BY_ID.get(id);
}
