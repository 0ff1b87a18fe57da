// Copies a text, and says on the button that asked for it what became of that.
function copied(button, text) {
  const say = (word) => {
    const before = button.dataset.before ??= button.textContent;
    button.textContent = word;
    setTimeout(() => { button.textContent = before; }, 1500);
  };
  const byHand = () => {
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text;
    area.select();
    let done = false;
    try { done = document.execCommand("copy"); } catch { /* it is forbidden */ }
    area.remove();
    button.focus();
    if (!done) choose(button.parentElement.querySelector("code"));
    say(done ? "Copied" : "Not allowed");
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => say("Copied"), byHand); else byHand();
}

// Selects what a reader may then copy by a key.
function choose(code) {
  if (code) getSelection().selectAllChildren(code);
}
