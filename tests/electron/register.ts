// `node --import ./tests/electron/register.ts out/main/index.js` runs the built shell on plain Node: the one module that is
// not ours, `electron`, becomes the stand-in.
import { registerHooks } from 'node:module';

const standIn = new URL('./fake.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});
