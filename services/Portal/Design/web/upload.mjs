// Sends the chosen file piece by piece before its form, with a progress bar, and goes on where it stopped after a lost connection.
// Without this the form sends the file itself.
const pieceBytes = 512 * 1024
const triesInARow = 6

export function uploadFirst (input) {
  const form = input.form
  const id = form.querySelector('[data-upload-id]')
  // Only over https and on localhost may a page work out a hash.
  if (!id || !window.crypto?.subtle) return
  let begun

  form.addEventListener('submit', async event => {
    const file = input.files[0]
    if (!file || event.defaultPrevented || input.offsetParent === null) return
    event.preventDefault()
    const shown = show(input)
    try {
      if (begun?.file !== file) begun = { file, id: (await ask(`?handler=Begin&name=${encodeURIComponent(file.name)}&size=${file.size}`)).id, received: 0 }
      await send(file, shown)
      id.value = begun.id
      // It has arrived: the form is sent without it.
      input.disabled = true
      form.submit()
    } catch (failure) {
      shown.remove()
      // The form asks for a reason, and brings it with the file.
      if (failure.byForm) return form.submit()
      say(failure.why ?? input.dataset.uploadError)
      if (failure.why) begun = undefined
    }
  })

  async function send (file, shown) {
    for (let tries = 0; begun.received < file.size;) {
      try {
        const piece = file.slice(begun.received, begun.received + pieceBytes)
        begun.received = (await ask(`?handler=Append&file=${begun.id}&offset=${begun.received}`, piece)).received
        tries = 0
        shown.at(begun.received, file.size)
      } catch (failure) {
        if (failure.why || ++tries >= triesInARow) throw failure
        shown.waits()
        await new Promise(resolve => setTimeout(resolve, 500 * 2 ** tries))
        begun.received = await whereToGoOn()
      }
    }
    shown.ends()
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
    const hex = [...hash].map(value => value.toString(16).padStart(2, '0')).join('')
    if (!begun.complete) begun.complete = (await ask(`?handler=Complete&file=${begun.id}&sha256=${hex}`)).complete
  }

  async function whereToGoOn () {
    try {
      return (await answerOf(await fetch(`${input.dataset.upload}?handler=Upload&file=${begun.id}`))).received
    } catch (failure) {
      if (failure.why) throw failure
      return begun.received
    }
  }

  async function ask (what, body) {
    return answerOf(await fetch(input.dataset.upload + what, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { RequestVerificationToken: form.querySelector('[name=__RequestVerificationToken]').value, 'Content-Type': 'application/octet-stream' }
    }))
  }

  async function answerOf (answer) {
    if (answer.ok || answer.status === 422) {
      const said = await answer.json()
      if (said.why) throw said
      return said
    }
    throw new Error(answer.status)
  }

  function say (sentence) {
    const group = input.closest('.govuk-form-group')
    group.querySelector('[data-upload-failed]')?.remove()
    group.classList.add('govuk-form-group--error')
    const error = document.createElement('p')
    error.className = 'govuk-error-message'
    error.setAttribute('data-upload-failed', '')
    error.setAttribute('role', 'alert')
    error.textContent = sentence
    input.before(error)
    input.focus()
  }
}

function show (input) {
  const box = document.createElement('div')
  const words = document.createElement('p')
  words.className = 'govuk-body govuk-!-margin-bottom-1'
  words.setAttribute('role', 'status')
  const bar = document.createElement('progress')
  bar.max = 100
  bar.value = 0
  bar.setAttribute('aria-label', 'How much of the file has arrived')
  bar.className = 'jtai-upload'
  box.append(words, bar)
  input.after(box)
  input.closest('.govuk-form-group').querySelector('[data-upload-failed]')?.remove()
  let tenth = -1
  return {
    at (received, size) {
      bar.value = 100 * received / size
      // Said at every tenth alone: a screen reader would otherwise say nothing else.
      if (Math.floor(bar.value / 10) !== tenth) {
        tenth = Math.floor(bar.value / 10)
        words.textContent = `${tenth * 10}% of the file has arrived.`
      }
    },
    waits () { words.textContent = 'The connection was lost. Trying again.' },
    ends () { words.textContent = 'The file has arrived. Saving.' },
    remove () { box.remove() }
  }
}
