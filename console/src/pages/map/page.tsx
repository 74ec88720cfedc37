/** The live map of a region: what stands in what, what leads where, what passes just now, and where a traced packet goes. */
import { AimOutlined, CloseOutlined, ExportOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Empty, Flex, Segmented, Select, Typography } from 'antd';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { allQuery, eips, enis, instances, ipv4Gateways, listQuery, resourceGroups, vpcs, vswitches } from '../../api/listings.js';
import { traceQuery } from '../../api/trace.js';
import { useWords } from '../../i18n/words.js';
import { Busy } from '../../layout/busy.js';
import { usePlace } from '../../layout/place.js';
import { Refused } from '../../layout/refused.js';
import { useFollowed } from '../../live/followed.js';
import { labelled } from '../../resources/kit.js';
import { Ask, askedOf, askedParts, asking, notAsking, tracedOf, type Asked } from '../trace/ask.js';
import { Told } from '../trace/told.js';
import { Canvas } from './canvas.js';
import { useColours } from './colours.js';
import { layoutOf } from './layout.js';
import { Legend } from './legend.js';
import { RegionList } from './list.js';
import './map.css';
import { ofGroups, treeOf, type Rows } from './region.js';

export function MapPage() {
  const { t } = useWords();
  const { to, group } = usePlace();
  const colours = useColours();
  const [search, setSearch] = useSearchParams();
  const { rows, error } = useRows();
  const vpcId = search.get('VpcId') ?? '';
  const focus = search.get('focus') ?? '';
  const listed = search.get('view') === 'list';
  const tracing = search.has('from') || search.has('to');
  const tree = useMemo(() => (rows === undefined ? undefined : treeOf(rows, vpcId)), [rows, vpcId]);
  const layout = useMemo(() => (tree === undefined ? undefined : layoutOf(tree)), [tree]);
  const { asked, found, ask } = useTrace();

  const change = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value === '') next.delete(name);
    else next.set(name, value);
    setSearch(next);
  };
  const empty = rows !== undefined && rows.vpcs.length === 0 && rows.eips.length === 0;
  return (
    <div className="stack">
      <Flex justify="space-between" align="center" wrap gap={8}>
        <Typography.Title level={3} style={{ margin: 0 }}>{t.seeing.map.title}</Typography.Title>
        <Flex gap={8} align="center" wrap>
          <Select
            aria-label={t.seeing.map.vpcFilter} style={{ minWidth: 240 }} value={vpcId} showSearch={{ optionFilterProp: 'label' }}
            options={[{ value: '', label: t.seeing.map.allVpcs }, ...(rows?.vpcs ?? []).map(({ VpcId, VpcName }) => ({ value: VpcId, label: labelled(VpcId, VpcName) }))]}
            onChange={(chosen) => { change('VpcId', chosen); }}
          />
          <Segmented
            aria-label={t.seeing.map.view} value={listed ? 'list' : 'map'} options={(['map', 'list'] as const).map((value) => ({ value, label: t.seeing.map.views[value] }))}
            onChange={(chosen) => { change('view', chosen === 'list' ? chosen : ''); }}
          />
          {!tracing && <Button icon={<AimOutlined />} onClick={() => { change('from', 'internet'); }}>{t.seeing.map.trace}</Button>}
        </Flex>
      </Flex>
      {error !== null && <Refused error={error} />}
      {layout !== undefined && focus !== '' && !layout.placed.some(({ id }) => id === focus) && <Alert type="info" showIcon role="status" title={t.seeing.map.notHere(focus)} />}
      {tree === undefined || layout === undefined
        ? error === null && <Busy />
        : empty
          ? group === ''
            ? <Empty description={t.seeing.map.empty}><Link to={to('guide')}><Button type="primary">{t.seeing.map.toGuide}</Button></Link></Empty>
            : <Empty description={t.seeing.map.emptyGroup} />
          : (
            <div className="map-page" style={colours}>
              <div className="map-main">
                {listed
                  ? <RegionList tree={tree} />
                  : <><div className="map-canvas"><Canvas layout={layout} focus={focus} trace={found.data} subject={`${group} ${vpcId} ${focus} ${JSON.stringify(asked)}`} /></div><Legend tracing={tracing} /></>}
              </div>
              {tracing && (
                <aside className="map-side stack" aria-label={t.seeing.map.trace}>
                  <Card
                    size="small" title={t.seeing.map.trace}
                    extra={<Flex gap={4}><Link to={to('trace', askedParts(search))} aria-label={t.seeing.map.inTrace} title={t.seeing.map.inTrace}><ExportOutlined /></Link><Button size="small" type="text" icon={<CloseOutlined />} aria-label={t.seeing.map.endTrace} title={t.seeing.map.endTrace} onClick={() => { setSearch(notAsking(search)); }} /></Flex>}
                  >
                    <Ask key={JSON.stringify(asked)} asked={asked} ask={ask} busy={found.isFetching} narrow />
                  </Card>
                  {found.error !== null && <Refused error={found.error} />}
                  {found.data !== undefined && <Told trace={found.data} narrow />}
                </aside>
              )}
            </div>
          )}
    </div>
  );
}

function useTrace() {
  const { region } = usePlace();
  const [search, setSearch] = useSearchParams();
  const asked = askedOf(search);
  const found = useQuery({ ...traceQuery(region, tracedOf(asked)), enabled: asked.to !== '' && asked.from !== '' });
  const ask = (values: Asked) => {
    const next = asking(search, values);
    if (next.toString() === search.toString()) void found.refetch();
    else setSearch(next);
  };
  return { asked, found, ask };
}

/** All rows of the region, or those of the resource group, once all of them are there. */
function useRows(): { readonly rows: Rows | undefined; readonly error: Error | null } {
  const { region } = usePlace();
  const groups = useGroups();
  const found = {
    eips: useFollowed(eips, region), enis: useFollowed(enis, region), instances: useFollowed(instances, region),
    vpcs: useQuery(allQuery(vpcs, region)), vswitches: useQuery(allQuery(vswitches, region)), gateways: useQuery(allQuery(ipv4Gateways, region)),
  };
  const { eips: { data: ofEips }, enis: { data: ofEnis }, instances: { data: ofInstances }, vpcs: { data: ofVpcs }, vswitches: { data: ofVswitches }, gateways: { data: ofGateways } } = found;
  const rows = useMemo(() => {
    if (ofEips === undefined || ofEnis === undefined || ofInstances === undefined || ofVpcs === undefined || ofVswitches === undefined || ofGateways === undefined) return undefined;
    const all = { eips: ofEips, enis: ofEnis, instances: ofInstances, vpcs: ofVpcs, vswitches: ofVswitches, gateways: ofGateways };
    return groups.length === 0 ? all : ofGroups(all, groups);
  }, [groups, ofEips, ofEnis, ofInstances, ofVpcs, ofVswitches, ofGateways]);
  return { rows, error: Object.values(found).find(({ error }) => error !== null)?.error ?? null };
}

/** As rows name the chosen resource group; none where all are shown. */
function useGroups(): readonly string[] {
  const { region, group } = usePlace();
  const { data } = useQuery(listQuery(resourceGroups, region));
  const isDefault = data?.rows.some(({ Id, Name }) => Id === group && Name === 'default') ?? false;
  // A row of no group belongs to the default one.
  return useMemo(() => (group === '' ? [] : isDefault ? [group, ''] : [group]), [group, isDefault]);
}
