import { anchorOf, withAnchor } from '../../components/labs/fragment-grammar.ts';

/** Marks the section being read in the outline, scrolls to `at` in the fragment, and keeps a lab's state when it changes. */
export function followOutline(document: Document): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.outline a[href^="#"]')];
  const slug = (link: HTMLAnchorElement) => decodeURIComponent(link.hash.slice(1));
  const sections = [...new Set(links.map(slug))].flatMap((id) => document.getElementById(id) ?? []);

  const mark = () => {
    const line = window.innerHeight * 0.3;
    const passed = sections.filter((section) => section.getBoundingClientRect().top < line);
    const current = passed.at(-1)?.id;
    for (const link of links) {
      if (slug(link) === current) link.setAttribute('aria-current', 'location');
      else link.removeAttribute('aria-current');
    }
  };

  for (const link of links) {
    link.addEventListener('click', (event) => {
      link.closest('details')?.removeAttribute('open');
      // Where the fragment holds no state the browser's own jump is right.
      if (!location.hash.includes('=') || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      history.pushState(null, '', withAnchor(location.hash, slug(link)));
      scrollTo(slug(link));
    });
  }

  const scrollTo = (id: string) => {
    const section = document.getElementById(id);
    section?.scrollIntoView();
    // As after a jump of the browser's own: the next Tab goes on from here.
    section?.setAttribute('tabindex', '-1');
    section?.focus({ preventScroll: true });
  };
  const arrive = () => {
    const at = anchorOf(location.hash);
    if (at && location.hash.includes('=')) scrollTo(at);
  };

  let waiting = false;
  const onScroll = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  };

  window.addEventListener('scroll', onScroll, { passive: true });
  window.addEventListener('hashchange', arrive);
  window.addEventListener('popstate', arrive);
  arrive();
  mark();
}
