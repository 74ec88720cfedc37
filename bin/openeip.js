#!/usr/bin/env node
try {
  await import('../dist/cli/main.js');
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.message).includes('dist/cli/main.js')) throw error;
  console.error('error: OpenEIP is not built.\n  why: dist/ is missing.\n  do:  npm run build');
  process.exitCode = 1;
}
