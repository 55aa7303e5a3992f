// What a container's health check runs: 0 where the app on PORT answers well at the path (/health/ready), else 1. Needs no shell.
const { PORT = '4000' } = process.env;
const [path = '/health/ready'] = process.argv.slice(2);
const well = await fetch(`http://127.0.0.1:${PORT}${path}`, { signal: AbortSignal.timeout(4_000) }).then(
  ({ ok }) => ok,
  () => false,
);
process.exitCode = well ? 0 : 1;
