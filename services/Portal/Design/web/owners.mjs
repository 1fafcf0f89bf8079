// Shows of the owners those of the agency that leads; without script all are listed by agency, and the service checks the choice.
export function followLead (owners) {
  const lead = document.getElementById(owners.dataset.ownersOf)
  const groups = [...owners.querySelectorAll('optgroup')]

  function narrow () {
    const ofOne = groups.some(group => group.dataset.group === lead.value)
    for (const group of groups) group.hidden = group.disabled = ofOne && group.dataset.group !== lead.value
    if (owners.selectedOptions[0]?.closest('optgroup')?.disabled) owners.value = ''
  }

  lead.addEventListener('change', narrow)
  narrow()
}
