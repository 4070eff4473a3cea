import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { Link } from 'wouter';
import { Icon, type IconOf } from './icon.tsx';

type Look = 'quiet' | 'main' | 'plain' | 'danger';
type Size = 'dense' | 'normal' | 'form';
type Common = {
  look?: Look;
  size?: Size;
  icon?: IconOf;
  flipIcon?: boolean;
  keyHint?: string | undefined;
  children?: ReactNode;
};

function classOf({ look = 'quiet', size = 'normal' }: Common, isIconOnly: boolean, extra = ''): string {
  return `button button-${look} button-${size}${isIconOnly ? ' button-icon' : ''} ${extra}`.trim();
}

function Content({ icon, flipIcon, keyHint, children }: Common) {
  return (
    <>
      {icon ? <Icon of={icon} flip={flipIcon ?? false} /> : null}
      {children}
      {keyHint ? (
        <span className="kbd" aria-hidden="true">
          {keyHint}
        </span>
      ) : null}
    </>
  );
}

export function Button({
  look,
  size,
  icon,
  flipIcon,
  keyHint,
  children,
  className,
  ...rest
}: Common & ButtonHTMLAttributes<HTMLButtonElement> & { ref?: Ref<HTMLButtonElement> }) {
  const common: Common = { ...(look ? { look } : {}), ...(size ? { size } : {}) };
  return (
    <button type="button" className={classOf(common, !children, className)} {...rest}>
      <Content {...(icon ? { icon } : {})} {...(flipIcon ? { flipIcon } : {})} keyHint={keyHint}>
        {children}
      </Content>
    </button>
  );
}

/** A button with a sign and no words; its name is spoken and shown on hover. */
export function IconButton({
  label,
  ...rest
}: Omit<Common, 'children'> &
  ButtonHTMLAttributes<HTMLButtonElement> & { label: string; icon: IconOf; ref?: Ref<HTMLButtonElement> }) {
  return <Button look="plain" aria-label={label} title={label} {...rest} />;
}

/** A link that looks like a button. `~/…` addresses leave the organization's prefix. */
export function ButtonLink({
  href,
  look,
  size,
  className,
  children,
  label,
  ...content
}: Common & { href: string; className?: string; label?: string }) {
  const common: Common = { ...(look ? { look } : {}), ...(size ? { size } : {}) };
  return (
    <Link href={href} className={classOf(common, !children, className)} aria-label={label} title={label}>
      <Content {...content}>{children}</Content>
    </Link>
  );
}

/** Paid work: verb, thing, price. The price is part of the label, in mono, never a badge; reasons stand under it. */
export function QuoteButton({
  price,
  reasons = [],
  isWide = false,
  keyHint,
  children,
  ...rest
}: {
  price: string;
  reasons?: string[];
  isWide?: boolean;
  look?: Look;
  size?: Size;
  icon?: IconOf;
  keyHint?: string | undefined;
} & ButtonHTMLAttributes<HTMLButtonElement>) {
  const isHeld = reasons.length > 0 || rest.disabled === true;
  return (
    <div className={isWide ? 'quote quote-wide' : 'quote'}>
      <Button
        {...rest}
        disabled={isHeld}
        keyHint={isHeld ? undefined : keyHint}
        className={isWide ? 'quote-button-wide' : ''}
      >
        <span className="quote-label">
          {children}
          <span className="quote-price">{price}</span>
        </span>
      </Button>
      {reasons.length > 0 ? (
        <ul className="reasons">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
