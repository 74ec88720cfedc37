/** DescribeRegions and DescribeZones of the VPC product. */
import { z } from 'zod';
import { REGIONS } from '../../cloud/catalogue/regions.js';
import { action } from '../action.js';
import { text } from '../parameters.js';

const ZONE = { ja: 'ゾーン', en: 'Zone', zh: '可用区' } as const;

/** `zh-CN` unless asked otherwise, as the cloud. */
function languageOf(asked: string | undefined): 'ja' | 'en' | 'zh' {
  const language = asked?.slice(0, 2).toLowerCase();
  return language === 'ja' || language === 'en' ? language : 'zh';
}

export const describeRegions = action({
  product: 'Vpc',
  name: 'DescribeRegions',
  writes: false,
  parameters: z.object({ AcceptLanguage: text().optional() }),
  run(call, { AcceptLanguage }) {
    const language = languageOf(AcceptLanguage);
    const regions = REGIONS.map((region) => ({
      RegionId: region.id,
      LocalName: region.name[language],
      RegionEndpoint: call.endpoint,
    }));
    return { body: { Regions: { Region: regions } } };
  },
});

export const describeZones = action({
  product: 'Vpc',
  name: 'DescribeZones',
  writes: false,
  parameters: z.object({ RegionId: text(), AcceptLanguage: text().optional() }),
  run({ region }, { AcceptLanguage }) {
    const language = languageOf(AcceptLanguage);
    const zones = region.zones.map((zone) => ({
      ZoneId: zone,
      LocalName: `${region.name[language]} ${ZONE[language]} ${zone.slice(-1).toUpperCase()}`,
      ZoneType: 'AvailabilityZone',
    }));
    return { body: { Zones: { Zone: zones } } };
  },
});
