import { contextBridge, ipcRenderer } from 'electron';

// The page asks for a port by a message to itself and gets one back; it asks for a new page the same way. Nothing of Electron enters its
// world but a word that says which shell it is in. main/electron/{core-port,stage,page-watch}.ts, renderer/api/electron-carrier.ts and
// renderer/api/start-anew.ts use the same names.
const ASK = 'anteroom:ask-port';
const PORT = 'anteroom:port';
const START_ANEW = 'anteroom:start-anew';
const ALIVE = 'anteroom:alive';
/** The timers of a page that hangs stand still: silence tells the shell. */
const ALIVE_EVERY_MS = 1000;

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === ASK) ipcRenderer.send(ASK);
  if (event.source === window && event.data === START_ANEW) ipcRenderer.send(START_ANEW);
});

ipcRenderer.on(PORT, (event) => {
  window.postMessage(PORT, location.origin, event.ports);
});

ipcRenderer.send(ALIVE);
setInterval(() => ipcRenderer.send(ALIVE), ALIVE_EVERY_MS);

contextBridge.exposeInMainWorld('anteroomShell', 'electron');
