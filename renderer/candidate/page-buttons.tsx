import { ChevronDown, ChevronUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/index.ts';
import type { useScrollPages } from './use-scroll-pages.ts';
import './page-buttons.css';

/** Large arrows beside what does not fit: they say that there is more, and lead there. Nothing where everything fits. */
export function PageButtons({ pages }: { readonly pages: ReturnType<typeof useScrollPages> }) {
  const { t } = useTranslation('candidate');
  if (!pages.isLong) return null;
  return (
    <div className="c-pages">
      <Button
        isIconOnly
        icon={<ChevronUp aria-hidden="true" />}
        aria-label={t('pages.up')}
        isDisabled={!pages.canUp}
        onPress={() => pages.move(-1)}
      />
      <Button
        isIconOnly
        icon={<ChevronDown aria-hidden="true" />}
        aria-label={t('pages.down')}
        isDisabled={!pages.canDown}
        onPress={() => pages.move(1)}
      />
    </div>
  );
}
