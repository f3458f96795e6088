import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { classNames } from './class-names.ts';
import './dialog.css';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons, the safest first. */
  readonly actions?: ReactNode;
  /** `alertdialog` for what cannot wait; a press outside never closes it. */
  readonly role?: 'dialog' | 'alertdialog';
  readonly isDismissable?: boolean;
  readonly icon?: ReactNode;
  readonly size?: 'normal' | 'wide';
}

/** A modal question: focus stays inside, Escape and a press outside close it when `isDismissable`. */
export function Dialog({
  isOpen,
  onOpenChange,
  title,
  children,
  actions,
  role = 'dialog',
  isDismissable = role === 'dialog',
  icon,
  size = 'normal',
}: DialogProps) {
  return (
    <ModalOverlay
      className="ui-overlay"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
    >
      <Modal className={classNames('ui-modal', size === 'wide' && 'ui-modal--wide')}>
        <AriaDialog className="ui-dialog" role={role}>
          {icon !== undefined && <div className="ui-dialog__icon">{icon}</div>}
          <Heading slot="title" className="ui-dialog__title" level={2}>
            {title}
          </Heading>
          {children !== undefined && <div className="ui-dialog__body">{children}</div>}
          {actions !== undefined && <div className="ui-dialog__actions">{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
