/** `npm start`: installs what is missing, builds the book where it has changed, serves it and prints its address. */
import { ensureReady } from './bootstrap.mjs';

await ensureReady();
const { addressFromEnvironment, serveUntilStopped } = await import('./serve.mjs');
const { build, isBuilt } = await import('./build.mjs');

try {
  addressFromEnvironment(); // A wrong PORT is told before the build, not after it.
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
if (isBuilt()) {
  console.log('The book in dist is up to date.');
} else {
  console.log('Building the book …');
  if (!(await build())) {
    console.error('The book could not be built: see the error above.');
    process.exit(1);
  }
}
console.log('Serving the book; Ctrl-C stops it.');
await serveUntilStopped();
