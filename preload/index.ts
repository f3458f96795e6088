import { contextBridge, ipcRenderer } from 'electron';

// The page asks for a port by a message to itself and gets one back: nothing of Electron enters its world but a word that
// says which shell it is in. main/electron/core-port.ts and renderer/api/electron-carrier.ts use the same names.
const ASK = 'anteroom:ask-port';
const PORT = 'anteroom:port';

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === ASK) ipcRenderer.send(ASK);
});

ipcRenderer.on(PORT, (event) => {
  window.postMessage(PORT, location.origin, event.ports);
});

contextBridge.exposeInMainWorld('anteroomShell', 'electron');
