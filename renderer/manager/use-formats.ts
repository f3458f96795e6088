import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** 83 000 ms → "1:23". */
export function clockTime(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Dates, sizes and numbers in the reader's language and the kiosk's time zone. */
export function useFormats() {
  const { i18n } = useTranslation();
  const locale = i18n.language;
  return useMemo(() => {
    const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
    const fullDay = new Intl.DateTimeFormat(locale, { dateStyle: 'full' });
    const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
    const short = new Intl.DateTimeFormat(locale, {
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    const fine = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
    const fineShare = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
    const small = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
    const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
    const languages = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' });
    return {
      dateTime: (instant: string) => dateTime.format(new Date(instant)),
      /** With the day of the week. */
      fullDate: (instant: string) => fullDay.format(new Date(instant)),
      date: (instant: string) => day.format(new Date(instant)),
      shortDateTime: (instant: string) => short.format(new Date(instant)),
      /** "22:00", in every language. */
      timeOfDay: (instant: string) => time.format(new Date(instant)),
      number: (value: number) => plain.format(value),
      /** A share that is compared with a limit: two decimals. */
      ratio: (value: number) => fine.format(value),
      percent: (value: number) => share.format(value),
      /** A share with up to one decimal: weights. */
      finePercent: (value: number) => fineShare.format(value),
      /** A probability: three decimals, or that it is smaller than they can show. */
      probability: (value: number) => (value < 0.001 ? `< ${small.format(0.001)}` : small.format(value)),
      /** A recogniser's language code in the reader's words; as it stands when it is none. */
      language(code: string): string {
        try {
          return languages.of(code) ?? code;
        } catch (error) {
          if (error instanceof RangeError) return code;
          throw error;
        }
      },
      bytes(bytes: number): string {
        if (bytes < 1e6) return `${plain.format(bytes / 1e3)} kB`;
        return bytes < 1e9 ? `${plain.format(bytes / 1e6)} MB` : `${plain.format(bytes / 1e9)} GB`;
      },
    };
  }, [locale]);
}
