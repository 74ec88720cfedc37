import { App as AntApp, Form, Radio } from 'antd';
import { z } from 'zod';
import { send } from '../../api/call.js';
import { resourceGroups } from '../../api/listings.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { Choice, labelled, NumberField, optionsOf, TextField } from '../../resources/kit.js';

interface Values {
  readonly InstanceChargeType: 'PostPaid' | 'PrePaid';
  readonly InternetChargeType: 'PayByTraffic' | 'PayByBandwidth';
  readonly Bandwidth: number;
  readonly Period?: number;
  readonly Name?: string;
  readonly Description?: string;
  readonly ResourceGroupId?: string;
}

const answer = z.object({ EipAddress: z.string() });

export function Allocate({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const { region, group } = usePlace();
  const { message } = AntApp.useApp();
  const allocate = async ({ InstanceChargeType, ...values }: Values) => {
    const prepaid = InstanceChargeType === 'PrePaid' ? { PricingCycle: 'Month', AutoPay: true } : {};
    const { EipAddress } = await send({ product: 'Vpc', action: 'AllocateEipAddress', parameters: { RegionId: region, InstanceChargeType, ...values, ...prepaid } }, answer);
    void message.success(t.eip.allocated(EipAddress));
  };
  return (
    <ActionDialog<Values>
      title={t.eip.allocateTitle}
      onClose={onClose}
      submit={allocate}
      initial={{ InstanceChargeType: 'PostPaid', InternetChargeType: 'PayByTraffic', Bandwidth: 5, Period: 1, ...(group === '' ? {} : { ResourceGroupId: group }) }}
    >
      <Form.Item name="InstanceChargeType" label={t.eip.charge}><Radio.Group options={optionsOf(t.eip.chargeTypes)} /></Form.Item>
      <Form.Item noStyle dependencies={['InstanceChargeType']}>
        {({ getFieldValue }) =>
          getFieldValue('InstanceChargeType') === 'PrePaid' ? (
            <NumberField name="Period" title={t.eip.months} required min={1} max={9} />
          ) : (
            <Form.Item name="InternetChargeType" label={t.eip.metering}><Radio.Group options={optionsOf(t.eip.meterings)} /></Form.Item>
          )
        }
      </Form.Item>
      <NumberField name="Bandwidth" title={`${t.eip.bandwidth} (Mbit/s)`} required min={1} max={1000} />
      <Form.Item noStyle dependencies={['InstanceChargeType']}>
        {({ getFieldValue }) =>
          // A subscription is given neither.
          getFieldValue('InstanceChargeType') === 'PostPaid' && (
            <>
              <TextField name="Name" title={t.common.name} />
              <TextField name="Description" title={t.common.description} />
            </>
          )
        }
      </Form.Item>
      <Choice listing={resourceGroups} name="ResourceGroupId" title={t.top.resourceGroup} id={({ Id }) => Id} label={({ Id, DisplayName }) => labelled(Id, DisplayName)} />
    </ActionDialog>
  );
}
