import type { PrinterSetting } from '#shared/settings.ts';
import type { PaperPrinter } from './paper-printer.ts';
import { thermalPrinter } from './thermal-printer.ts';

type SystemPrinter = (name: string) => PaperPrinter;

/** The printer of the settings; null where there is none. */
export function choosePrinter(setting: PrinterSetting, systemPrinter: SystemPrinter): PaperPrinter | null {
  switch (setting?.kind) {
    case undefined:
      return null;
    case 'system':
      return systemPrinter(setting.name);
    case 'thermal':
      return thermalPrinter(setting);
  }
}

/** The printer of the settings for whole pages, or why there is none. */
export function choosePagePrinter(
  setting: PrinterSetting,
  systemPrinter: SystemPrinter,
): PaperPrinter | 'not_configured' | 'receipts_only' {
  switch (setting?.kind) {
    case undefined:
      return 'not_configured';
    case 'system':
      return systemPrinter(setting.name);
    case 'thermal':
      return 'receipts_only';
  }
}
