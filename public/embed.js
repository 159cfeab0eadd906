// embed.html: the player as a module. From a file, and in some sandboxes, browsers load no modules: there it is the
// one classic script with everything inside.
// @ts-check
(() => {
  const fail = () => {
    const place = document.getElementById('player');
    if (place) place.textContent = 'This figure could not be loaded.';
  };
  const takeWhole = () => {
    const script = document.createElement('script');
    script.src = 'bufscope-player.js';
    script.addEventListener('error', fail);
    document.head.append(script);
  };
  if (location.protocol === 'file:') {
    takeWhole();
    return;
  }
  // The whole address: in a sandbox this script is a stranger's, whose addresses are not resolved.
  import(new URL('player.js', document.baseURI).href)
    .then(({ startEmbed }) => startEmbed())
    // A sandboxed frame has no origin, and its server may give modules to its own alone.
    .catch(() => takeWhole())
    .catch(fail);
})();
