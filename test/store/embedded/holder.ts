import { startEmbedded } from '../../../src/store/embedded.ts';

// A process of its own that holds a server: `holder.ts <dataDir> [leave]`.
const [, , dataDir = '', then] = process.argv;
const server = await startEmbedded({ dataDir, log: () => undefined, durable: false });
process.on('SIGTERM', async () => {
  await server.stop();
  process.exit(0);
});
process.stdout.write(`${JSON.stringify({ url: server.url, port: server.port })}\n`);
if (then === 'leave') process.exit(0);
setInterval(() => undefined, 60_000);
