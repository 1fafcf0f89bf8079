// Warns five minutes before a session ends. Opening any page puts the idle end off, in whichever tab.
const idle = 30 * 60
const notice = 5 * 60

export function warnBeforeTheEnd (dialog) {
  const others = new BroadcastChannel('jtai-session')
  const end = Date.now() + dialog.dataset.seconds * 1000
  let timer

  function wait () {
    clearTimeout(timer)
    if (dialog.open) dialog.close()
    const left = (end - Date.now()) / 1000
    const isFinal = left <= idle
    if (left > notice) timer = setTimeout(() => warn(isFinal), (Math.min(left, idle) - notice) * 1000)
  }

  function warn (isFinal) {
    dialog.querySelector('[data-idle]').hidden = isFinal
    dialog.querySelector('[data-final]').hidden = !isFinal
    dialog.showModal()
  }

  dialog.querySelector('a').addEventListener('click', async event => {
    event.preventDefault()
    try {
      // Sent to sign in, it is over: the page's own form then says so, and is kept.
      if ((await fetch(event.target.href, { redirect: 'manual' })).ok) others.postMessage('used')
    } finally {
      wait()
    }
  })
  others.addEventListener('message', wait)
  others.postMessage('used')
  wait()
}
