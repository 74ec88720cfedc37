/** The things on the map: each a link to its page, with its state by icon, word and shape. */
import { DesktopOutlined, DisconnectOutlined, GatewayOutlined, GlobalOutlined, LoadingOutlined, PauseCircleFilled, PoweroffOutlined } from '@ant-design/icons';
import { Handle, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { Link } from 'react-router';
import type { Eip, Eni, Instance, Ipv4Gateway } from '../../api/rows.js';
import { useWords, wordFor } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { InternetBar, ring, UnboundBox, VpcBox, VSwitchBox } from './boxes.js';
import type { ThingNode } from './elements.js';
import { addressesOf, eipState, eipText, eniText, instanceText, isCarrying, nicOf } from './facts.js';
import { useRate } from './rate.js';
import { isSuspended, wayOf } from './region.js';
import { speedText } from './speed.js';

export const ThingView = memo(function ThingView({ data }: NodeProps<ThingNode>) {
  return (
    <>
      <Shown {...data} />
      {/* React Flow looks for them here, too. */}
      {data.handles.map(({ id, type, position, x, y }) => <Handle key={id ?? type} {...(id === undefined ? {} : { id })} type={type} position={position} style={{ left: x, top: y, right: 'auto', bottom: 'auto' }} />)}
    </>
  );
});

function Shown({ placed: { thing }, focused, eni }: ThingNode['data']) {
  switch (thing.kind) {
    case 'internet': return <InternetBar />;
    case 'unbound': return <UnboundBox thing={thing} />;
    case 'vpc': return <VpcBox thing={thing} focused={focused} />;
    case 'vswitch': return <VSwitchBox thing={thing} focused={focused} />;
    case 'gateway': return <Gateway gateway={thing.gateway} focused={focused} />;
    case 'instance': return <InstanceCard instance={thing.instance} focused={focused} />;
    case 'eni': return <EniRow eni={thing.eni} elsewhere={thing.elsewhere} focused={focused} />;
    case 'eip': return <EipChip eip={thing.eip} eni={eni} focused={focused} />;
  }
}

/** All facts in words, where what is seen leaves some to shape and place. */
function Said({ children }: { readonly children: string }) {
  return <span className="map-unseen">{children}</span>;
}

function Gateway({ gateway: { Ipv4GatewayId, Ipv4GatewayName, Enabled, Status: status }, focused }: { readonly gateway: Ipv4Gateway; readonly focused: boolean }) {
  const { t } = useWords();
  const { to } = usePlace();
  const state = status === 'Created' ? (Enabled ? t.seeing.map.gatewayOn : t.seeing.map.gatewayOff) : wordFor(t.status.other, status);
  return (
    <Link className={`map-thing map-gateway${Enabled ? '' : ' map-loose'}${ring(focused)}`} to={to(`ipv4-gateways/${Ipv4GatewayId}`)} aria-current={focused}>
      <Said>{[`${t.vpc.gateway} ${Ipv4GatewayId}`, Ipv4GatewayName, state].filter((part) => part !== '').join(', ')}</Said>
      <GatewayOutlined aria-hidden />
      <span aria-hidden><strong>{t.vpc.gateway}</strong><small>{`${Ipv4GatewayName === '' ? Ipv4GatewayId : Ipv4GatewayName} · ${state}`}</small></span>
    </Link>
  );
}

/** Around ENIs; of an ENI at no instance only the outline. */
function InstanceCard({ instance, focused }: { readonly instance: Instance | undefined; readonly focused: boolean }) {
  const words = useWords();
  const { t } = words;
  const { to } = usePlace();
  if (instance === undefined) {
    return <div className="map-card map-alone"><div className="map-head"><DisconnectOutlined aria-hidden /> <span>{t.seeing.map.notAttached}</span></div></div>;
  }
  const { InstanceId, InstanceName, Status: status } = instance;
  const running = status === 'Running';
  return (
    <div className={`map-card${running ? '' : ' map-stopped'}${ring(focused)}`}>
      <div className="map-head">
        <Link to={to(`instances/${InstanceId}`)} aria-current={focused} aria-label={instanceText(words, instance)}>
          <DesktopOutlined aria-hidden /> <strong>{InstanceName === '' ? InstanceId : InstanceName}</strong>
        </Link>
        <span className={`map-state map-state-${running ? 'good' : 'off'}`}>{!running && (status === 'Stopped' ? <PoweroffOutlined aria-hidden /> : <LoadingOutlined aria-hidden />)}{wordFor(t.status.other, status)}</span>
      </div>
    </div>
  );
}

function EniRow({ eni, elsewhere, focused }: { readonly eni: Eni; readonly elsewhere: boolean; readonly focused: boolean }) {
  const words = useWords();
  const { t } = words;
  const { to } = usePlace();
  const { NetworkInterfaceId, NetworkInterfaceName, Status: status, InstanceId, VSwitchId } = eni;
  const settled = status === 'InUse' || status === 'Available';
  return (
    <Link className={`map-thing map-eni${InstanceId === '' ? ' map-loose' : ''}${ring(focused)}`} to={to(`enis/${NetworkInterfaceId}`)} aria-current={focused}>
      <Said>{elsewhere ? `${eniText(words, eni)}, ${t.seeing.map.otherVswitch(VSwitchId)}` : eniText(words, eni)}</Said>
      <span aria-hidden>
        <span><b className="map-nic">{InstanceId === '' ? t.eni.noun : nicOf(eni)}</b> <span className="mono">{addressesOf(words, eni)}</span></span>
        <small className={NetworkInterfaceName === '' ? 'mono' : ''}>{settled ? '' : `${wordFor(t.status.other, status)} · `}{elsewhere ? t.seeing.map.otherVswitch(VSwitchId) : NetworkInterfaceName === '' ? NetworkInterfaceId : NetworkInterfaceName}</small>
      </span>
    </Link>
  );
}

function EipChip({ eip, eni, focused }: { readonly eip: Eip; readonly eni: string; readonly focused: boolean }) {
  const words = useWords();
  const { to } = usePlace();
  const rate = useRate(eip.AllocationId);
  const { AllocationId, IpAddress, InstanceId } = eip;
  return (
    <Link
      className={`map-thing map-eip map-way-${wayOf(eip)}${InstanceId === '' ? ' map-loose' : ''}${isSuspended(eip) ? ' map-suspended' : ''}${ring(focused)}`}
      to={to(`eips/${AllocationId}`)} aria-current={focused}
    >
      <Said>{eipText(words, eip, rate, eni === '' ? InstanceId : eni)}</Said>
      {isSuspended(eip) ? <PauseCircleFilled aria-hidden /> : <GlobalOutlined aria-hidden />}
      <span aria-hidden><span className="mono">{IpAddress}</span><EipNews eip={eip} carrying={isCarrying(rate)} received={rate.receivedBits} sent={rate.sentBits} /></span>
    </Link>
  );
}

/** The most important about it: suspended, changing, carrying; else its name or its bandwidth. */
function EipNews({ eip, carrying, received, sent }: { readonly eip: Eip; readonly carrying: boolean; readonly received: number; readonly sent: number }) {
  const words = useWords();
  const { t, number } = words;
  if (isSuspended(eip)) return <small className="map-bad">{t.seeing.map.suspended}</small>;
  if (eip.Status !== 'InUse' && eip.Status !== 'Available') return <small>{eipState(words, eip)}</small>;
  if (carrying) return <small className="map-carried">{`↓ ${speedText(received, number)} ↑ ${speedText(sent, number)}`}</small>;
  // On an address that no ENI has there is no line that says so.
  if (eip.InstanceType === 'IpAddress') return <small className="mono">{`→ ${eip.InstanceId}`}</small>;
  return <small>{eip.Name === '' ? t.seeing.map.mbps(eip.Bandwidth) : eip.Name}</small>;
}
