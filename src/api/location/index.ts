/** Product Location, version 2015-06-12: where a product is served. All of them are, at the address the caller came in by. */
import { z } from 'zod';
import { findRegion } from '../../cloud/catalogue/regions.js';
import { action, VERSIONS, type Action } from '../action.js';
import { text } from '../parameters.js';

const SERVICES: ReadonlySet<string> = new Set(Object.keys(VERSIONS).map((product) => product.toLowerCase()));

const describeEndpoints = action({
  product: 'Location',
  name: 'DescribeEndpoints',
  writes: false,
  parameters: z.object({
    Id: text(),
    ServiceCode: text(),
    Type: text().optional(),
    Namespace: text().optional(),
  }),
  run({ endpoint }, { Id, ServiceCode, Type, Namespace }) {
    const served = findRegion(Id) !== undefined && SERVICES.has(ServiceCode.toLowerCase()) && (Type ?? 'openAPI') === 'openAPI';
    const found = {
      Endpoint: endpoint,
      Id,
      Namespace: Namespace ?? '',
      ServiceCode,
      // The cloud's own misspelling, which clients read.
      SerivceCode: ServiceCode,
      Type: 'openAPI',
      Protocols: { Protocols: ['HTTP', 'HTTPS'] },
    };
    return { body: { Endpoints: { Endpoint: served ? [found] : [] }, Success: true } };
  },
});

export const locationActions: readonly Action[] = [describeEndpoints];
