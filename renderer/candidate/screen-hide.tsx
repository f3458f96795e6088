import { EyeOff } from 'lucide-react';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/index.ts';
import './screen-hide.css';

const Context = createContext<{ readonly hide: () => void }>({ hide: () => undefined });

/** Blanks the screen at once. */
export function useScreenHide(): { readonly hide: () => void } {
  return useContext(Context);
}

/** Somebody looks over the shoulder: everything goes, and comes back by one touch. Nothing is sent, nothing is lost. */
export function ScreenHide({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('candidate');
  const [isHidden, setIsHidden] = useState(false);
  const show = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isHidden) show.current?.focus();
  }, [isHidden]);
  const value = useMemo(() => ({ hide: () => setIsHidden(true) }), []);
  return (
    <Context.Provider value={value}>
      <div className="c-veiled" inert={isHidden} hidden={isHidden}>
        {children}
      </div>
      {isHidden && (
        <main className="c-veil">
          <EyeOff aria-hidden="true" />
          <h1>{t('hide.title')}</h1>
          <Button variant="primary" size="large" ref={show} onPress={() => setIsHidden(false)}>
            {t('hide.show')}
          </Button>
        </main>
      )}
    </Context.Provider>
  );
}
