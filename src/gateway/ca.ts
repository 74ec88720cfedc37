/** The site's own certificate authority and the server certificate it issues, as PEM files. */
import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';

export interface Certificates {
  /** Clients trust this one. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

interface Issuer {
  readonly cert: string;
  readonly key: string;
}

/** Loopback, and the vendor's own names for clients that come through a proxy or a hosts file. */
const HOSTS = ['127.0.0.1', '::1', 'localhost', '*.aliyuncs.com'];
const DAY = 86_400_000;
const CA_DAYS = 3_650;
/** Apple's clients refuse server certificates that live longer than 825 days. */
const SERVER_DAYS = 800;
const RENEW_DAYS = 30;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/**
 * Reads the certificates under `dir`, or makes what is missing, expires soon or does not name all hosts.
 * @param hosts names (also `*.name`) and addresses beyond loopback and `*.aliyuncs.com`
 * @param now ms
 */
export async function ensureCertificates(dir: string, hosts: readonly string[], now = Date.now()): Promise<Certificates> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const names = [...new Set([...HOSTS, ...hosts])];
  const kept = await readPair(dir, 'ca');
  const ca = kept !== undefined && isCurrent(kept, now) ? kept : await writePair(dir, 'ca', await issueCa(now));
  const server = await readPair(dir, 'server');
  const { cert, key } =
    server !== undefined && isCurrent(server, now) && serves(server, ca, names)
      ? server
      : await writePair(dir, 'server', await issueServer(ca, names, now));
  return { ca: ca.cert, cert, key };
}

function isCurrent({ cert, key }: Issuer, now: number): boolean {
  try {
    const parsed = new X509Certificate(cert);
    return parsed.checkPrivateKey(createPrivateKey(key)) && Date.parse(parsed.validTo) - now > RENEW_DAYS * DAY;
  } catch {
    return false; // Damaged files are replaced like missing ones.
  }
}

function serves(server: Issuer, ca: Issuer, names: readonly string[]): boolean {
  const cert = new X509Certificate(server.cert);
  return (
    cert.verify(new X509Certificate(ca.cert).publicKey) &&
    names.every((name) =>
      isIP(name) !== 0 ? cert.checkIP(name) !== undefined : cert.checkHost(name.replace('*', 'any')) !== undefined,
    )
  );
}

async function issueCa(now: number): Promise<Issuer> {
  const x509 = await loadX509();
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=OpenEIP CA ${new Date(now).toISOString().slice(0, 10)}`,
    ...validity(now, CA_DAYS),
    serialNumber: serial(),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: cert.toString('pem'), key: await keyPem(keys.privateKey) };
}

async function issueServer(ca: Issuer, names: readonly string[], now: number): Promise<Issuer> {
  const x509 = await loadX509();
  const issuer = new x509.X509Certificate(ca.cert);
  const signingKey = await webcrypto.subtle.importKey(
    'pkcs8',
    createPrivateKey(ca.key).export({ type: 'pkcs8', format: 'der' }),
    ALGORITHM,
    false,
    ['sign'],
  );
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const cert = await x509.X509CertificateGenerator.create({
    subject: 'CN=OpenEIP',
    issuer: issuer.subject,
    ...validity(now, SERVER_DAYS),
    serialNumber: serial(),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return { cert: cert.toString('pem'), key: await keyPem(keys.privateKey) };
}

/** Loaded only to issue: a later start must not pay for it. */
async function loadX509() {
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  // The same object as `webcrypto`, under the type that the library asks for.
  x509.cryptoProvider.set(globalThis.crypto);
  return x509;
}

/** A day back: the clocks of guests and containers may lag. */
function validity(now: number, days: number) {
  return { notBefore: new Date(now - DAY), notAfter: new Date(now + days * DAY) };
}

function serial(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 1; // positive and not zero
  return Buffer.from(bytes).toString('hex');
}

async function keyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' }).export({ type: 'pkcs8', format: 'pem' }).toString();
}

async function readPair(dir: string, name: string): Promise<Issuer | undefined> {
  const [cert, key] = await Promise.all([readText(join(dir, `${name}.pem`)), readText(join(dir, `${name}.key`))]);
  return cert === undefined || key === undefined ? undefined : { cert, key };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function writePair(dir: string, name: string, pair: Issuer): Promise<Issuer> {
  await writeWhole(join(dir, `${name}.key`), pair.key, 0o600);
  await writeWhole(join(dir, `${name}.pem`), pair.cert, 0o644);
  return pair;
}

/** Never half a file, never a key that others could read for a moment. A pair torn by a crash does not match and is made anew. */
async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  const file = await open(`${path}.new`, 'w', mode);
  try {
    await file.chmod(mode);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
