/** Regions and zones, in the user's language. */
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { send } from './call.js';

/** What `AcceptLanguage` takes. */
export type AcceptLanguage = 'ja' | 'en-US' | 'zh-CN';

const regions = z.object({ Regions: z.object({ Region: z.array(z.object({ RegionId: z.string(), LocalName: z.string() })) }) });
const zones = z.object({ Zones: z.object({ Zone: z.array(z.object({ ZoneId: z.string(), LocalName: z.string() })) }) });

export const regionsQuery = (AcceptLanguage: AcceptLanguage) => queryOptions({
  queryKey: ['DescribeRegions', AcceptLanguage],
  staleTime: Infinity,
  queryFn: async () => (await send({ product: 'Vpc', action: 'DescribeRegions', parameters: { AcceptLanguage } }, regions)).Regions.Region,
});

export const zonesQuery = (RegionId: string, AcceptLanguage: AcceptLanguage) => queryOptions({
  queryKey: ['DescribeZones', RegionId, AcceptLanguage],
  staleTime: Infinity,
  queryFn: async () => (await send({ product: 'Vpc', action: 'DescribeZones', parameters: { RegionId, AcceptLanguage } }, zones)).Zones.Zone,
});
