// Makes one part of a page like another, and leaves what is alike where it is: the focus, a
// selection, a voice note that is being listened to.

/** Children are known by their id; those with data-parts are gone into. */
export function renew(shown, wanted) {
  const known = new Map([...shown.children].map((child) => [child.id, child]));
  const next = [...wanted.children].map((child) => keptOrNew(known.get(child.id), child));
  const focused = focusIn(shown);
  for (const child of [...shown.children]) {
    if (!next.includes(child)) child.remove();
  }
  next.forEach((child, index) => {
    if (shown.children[index] !== child) shown.insertBefore(child, shown.children[index] ?? null);
  });
  focused?.();
}

function keptOrNew(old, child) {
  if (!old) return child;
  if (old.isEqualNode(child)) return old;
  if (!("parts" in old.dataset)) return child;
  renew(old, child);
  return old;
}

/** What puts the focus back, if the element that had it is replaced by one of the same name. */
function focusIn(part) {
  const active = document.activeElement;
  if (!part.contains(active)) return null;
  const name = active.getAttribute("href") ?? active.id;
  return () => {
    if (document.activeElement === active || !name) return;
    const same = [...part.querySelectorAll("a[href], [id]")];
    same.find((one) => (one.getAttribute("href") ?? one.id) === name)?.focus();
  };
}
