/** The variables that point the Terraform provider, the aliyun CLI and the SDKs at a cloud, as lines for a shell. Pure. */

export interface Target {
  /** `http://127.0.0.1:8090` */
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly accountId: string;
  readonly region: string;
  /** Path of the CA's certificate. */
  readonly authority: string;
}

const PRODUCTS = ['ECS', 'VPC', 'RESOURCEMANAGER', 'BSSOPENAPI', 'STS', 'LOCATION'];

export function variables(target: Target): ReadonlyMap<string, string> {
  const place = new URL(target.endpoint).host;
  return new Map([
    // Terraform provider
    ['ALICLOUD_ACCESS_KEY', target.accessKeyId],
    ['ALICLOUD_SECRET_KEY', target.accessKeySecret],
    ['ALICLOUD_REGION', target.region],
    // Without these two it asks services that are not here.
    ['ALIBABA_CLOUD_ACCOUNT_TYPE', 'Domestic'],
    ['ALIBABA_CLOUD_ACCOUNT_ID', target.accountId],
    ...PRODUCTS.map((product) => [`ALIBABA_CLOUD_ENDPOINT_${product}`, place] as const),
    // aliyun CLI, SDKs
    ['ALIBABA_CLOUD_ACCESS_KEY_ID', target.accessKeyId],
    ['ALIBABA_CLOUD_ACCESS_KEY_SECRET', target.accessKeySecret],
    ['ALIBABA_CLOUD_REGION_ID', target.region],
    ['ALIBABA_CLOUD_ENDPOINT', place],
    // TLS of Go programs and of Node
    ['SSL_CERT_FILE', target.authority],
    ['NODE_EXTRA_CA_CERTS', target.authority],
  ]);
}

export function exportLines(target: Target): string {
  return [...variables(target)].map(([name, value]) => `export ${name}=${quoted(value)}\n`).join('');
}

export function unsetLines(target: Target): string {
  return [...variables(target).keys()].map((name) => `unset ${name}\n`).join('');
}

/** One word for any POSIX shell. */
function quoted(text: string): string {
  return /^[\w./:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
