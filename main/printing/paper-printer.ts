import type { Paper } from '#connectors/report/draw-paper.ts';
import type { PrintFailure } from '#shared/contract/receipt.ts';

/** Somewhere a paper can be printed. */
export interface PaperPrinter {
  /**
   * @param code what a QR code at the end says, where the printer can draw one
   * @returns null when the printer has it, otherwise why it has not
   */
  print(paper: Paper, code: string): Promise<PrintFailure | null>;
}
