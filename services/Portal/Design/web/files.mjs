// Says beside the field that a chosen file is too large, before it is sent. The page says it too.
export function checkSize (input) {
  input.form.addEventListener('submit', event => {
    const tooLarge = [...input.files].some(file => file.size > input.dataset.largestBytes)
    const group = input.closest('.govuk-form-group')
    group.querySelector('[data-too-large-error]')?.remove()
    group.classList.toggle('govuk-form-group--error', tooLarge)
    input.classList.toggle('govuk-file-upload--error', tooLarge)
    if (!tooLarge) return
    event.preventDefault()
    const error = document.createElement('p')
    error.className = 'govuk-error-message'
    error.id = `${input.id}-too-large`
    error.setAttribute('data-too-large-error', '')
    error.setAttribute('role', 'alert')
    error.textContent = input.dataset.tooLarge
    input.before(error)
    input.setAttribute('aria-describedby', [input.getAttribute('aria-describedby'), error.id].join(' '))
    input.focus()
  })
}
