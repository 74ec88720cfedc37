/** Signed calls over one kept-alive connection: an official client takes longer over its own work than the cloud does over the call. */
import { Agent, get } from 'node:http';
import { z } from 'zod';
import { signedGet, type Credentials } from './signed.js';

const VERSIONS = { Vpc: '2016-04-28', Ecs: '2014-05-26' } as const;

export class Client {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1, noDelay: true });

  constructor(private readonly cloud: Credentials & { readonly endpoint: string }) {}

  /** The body of the answer. Throws for a refused call. */
  call(product: keyof typeof VERSIONS, action: string, parameters: Readonly<Record<string, string>>): Promise<unknown> {
    const request = signedGet(this.cloud, VERSIONS[product], action, { RegionId: 'cn-shanghai', ...parameters });
    const target = request.toString('latin1').split(' ', 2)[1] ?? '';
    return new Promise((resolve, reject) => {
      get(`${this.cloud.endpoint}${target}`, { agent: this.agent }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => {
          if (response.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Error(`${action}: ${text}`));
        });
      }).on('error', reject);
    });
  }

  async eipIs(id: string, status: string): Promise<void> {
    while (eips.parse(await this.call('Vpc', 'DescribeEipAddresses', { AllocationId: id })).EipAddresses.EipAddress[0]?.Status !== status);
  }

  async eniIs(id: string, status: string): Promise<void> {
    const states = async () => enis.parse(await this.call('Ecs', 'DescribeNetworkInterfaces', { 'NetworkInterfaceId.1': id }));
    while ((await states()).NetworkInterfaceSets.NetworkInterfaceSet[0]?.Status !== status);
  }

  close(): void {
    this.agent.destroy();
  }
}

const state = z.array(z.object({ Status: z.string() }));
const eips = z.object({ EipAddresses: z.object({ EipAddress: state }) });
const enis = z.object({ NetworkInterfaceSets: z.object({ NetworkInterfaceSet: state }) });
