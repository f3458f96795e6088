import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { connect } from 'node:net';
import type { PrintFailure } from '#shared/contract/receipt.ts';
import type { ThermalPrinter } from '#shared/settings.ts';
import type { PaperPrinter } from './paper-printer.ts';
import { thermalBytes } from './thermal-bytes.ts';
import { thermalPicture } from './thermal-picture.ts';

/** A printer that has not taken everything by then is not printing. */
const ALL_TAKEN_MS = 10_000;
/** A printer that says how its paper is does so at once; many cheap ones never do. */
const STATUS_MS = 400;
/** DLE EOT 4: "how is the paper?"; bits 5 and 6 of the answer: there is none. */
const ASK_FOR_PAPER = Uint8Array.of(0x10, 0x04, 0x04);
const NO_PAPER = 0x60;
/** What marks an answer to DLE EOT: bits 1 and 4 set, 0 and 7 not. */
const ANSWER_MASK = 0x93;
const ANSWER_MARK = 0x12;

const isAddress = (address: string) => !address.startsWith('/');

function hostAndPort(address: string): { host: string; port: number } {
  const at = address.lastIndexOf(':');
  return { host: address.slice(0, at).replaceAll(/[[\]]/g, ''), port: Number(address.slice(at + 1)) };
}

/** Writes to a printer in the network; asks it for its paper first. */
function sendTo(address: string, bytes: Uint8Array): Promise<PrintFailure | null> {
  const { promise, resolve } = Promise.withResolvers<PrintFailure | null>();
  const socket = connect(hostAndPort(address));
  let asking: ReturnType<typeof setTimeout> | null = null;
  let isWritten = false;
  const end = (failure: PrintFailure | null) => {
    if (asking !== null) clearTimeout(asking);
    socket.destroy();
    resolve(failure);
  };
  const write = () => {
    if (asking !== null) clearTimeout(asking);
    asking = null;
    // done when the other side has taken everything and closed its end, or at least when the system has sent it
    socket.end(bytes, () => {
      isWritten = true;
      end(null);
    });
  };
  socket.setTimeout(ALL_TAKEN_MS, () => end('printer_offline'));
  socket.on('error', () => end('printer_offline'));
  socket.on('close', () => end(isWritten ? null : 'printer_offline'));
  socket.on('data', (answer) => {
    const status = answer.find((byte) => (byte & ANSWER_MASK) === ANSWER_MARK);
    if (asking === null || status === undefined) return;
    if ((status & NO_PAPER) === NO_PAPER) end('no_paper');
    else write();
  });
  socket.once('connect', () => {
    asking = setTimeout(write, STATUS_MS);
    socket.write(ASK_FOR_PAPER);
  });
  return promise;
}

/** Writes to a printer's device; Linux reports missing paper as a full device. */
async function writeTo(device: string, bytes: Uint8Array): Promise<PrintFailure | null> {
  try {
    // never created: a printer that is not there is not a file
    const file = await open(device, constants.O_WRONLY);
    try {
      // all of them: a device takes no more at once than it has room for
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'ENOSPC' ? 'no_paper' : 'printer_offline';
  }
}

/** A receipt printer that speaks ESC/POS, at `host:port` or a device such as /dev/usb/lp0. */
export function thermalPrinter(setting: ThermalPrinter): PaperPrinter {
  return {
    async print(paper, code) {
      const isPicture = setting.characters === 'picture';
      const bytes = await (isPicture ? thermalPicture : thermalBytes)(paper, code, setting);
      return isAddress(setting.address) ? sendTo(setting.address, bytes) : writeTo(setting.address, bytes);
    },
  };
}
