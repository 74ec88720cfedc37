/** Says on standard error what takes longer than a second, so that nobody wonders. */
const PATIENCE = 1_000;

export async function withProgress<T>(what: string, work: Promise<T>): Promise<T> {
  const started = Date.now();
  let said = false;
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    if (process.stderr.isTTY) process.stderr.write(`\r${what} … ${String(seconds)} s`);
    else if (!said) process.stderr.write(`${what} …\n`);
    said = true;
  }, PATIENCE);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (said && process.stderr.isTTY) process.stderr.write('\n');
  }
}
