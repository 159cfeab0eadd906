import base from './playwright.config.ts';
const port = (process.env['BUFSCOPE_E2E_PORT'] ??= String(41_000 + (process.pid % 9_000)));
export default { ...base, outputDir: '/tmp/pwE', use: { ...base.use, baseURL: `http://127.0.0.1:${port}/` }, webServer: { command: `node /tmp/serveE.mjs ${port}`, url: `http://127.0.0.1:${port}/`, reuseExistingServer: false, timeout: 20000 } };
