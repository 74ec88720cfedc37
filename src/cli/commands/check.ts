/** `openeip check`: what this host can do, and the mend for each lack. Exit code 1 when the Linux data plane cannot run. */
import { isRoot } from '../holder.js';
import { probe } from '../probe.js';

export async function check(): Promise<void> {
  const findings = await probe();
  for (const { what, why, mend } of findings) {
    process.stdout.write(why === '' ? `  ok       ${what}\n` : `  missing  ${what}: ${why}\n           mend: ${mend}\n`);
  }
  const complete = findings.every(({ why }) => why === '');
  if (!complete) process.exitCode = 1;
  process.stdout.write(
    complete
      ? `The Linux data plane runs here${isRoot() ? '' : ', rootless: EIPs are reached from instances and with `openeip exec internet`, not from the host itself'}.\n`
      : 'The Linux data plane cannot run here yet; `openeip up` uses the memory data plane.\n',
  );
}
