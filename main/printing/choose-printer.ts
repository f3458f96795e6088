import type { PrinterSetting } from '#shared/settings.ts';
import type { PaperPrinter } from './paper-printer.ts';
import { thermalPrinter } from './thermal-printer.ts';

/** The printer of the settings; null where there is none. */
export function choosePrinter(
  setting: PrinterSetting,
  systemPrinter: (name: string) => PaperPrinter,
): PaperPrinter | null {
  switch (setting?.kind) {
    case undefined:
      return null;
    case 'system':
      return systemPrinter(setting.name);
    case 'thermal':
      return thermalPrinter(setting);
  }
}
