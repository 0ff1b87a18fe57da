{#- What sets an interactive plot going, behind its section: its data and its printed programs. -#}
actplot.plot(document.getElementById({{ plot.id|tojson }}), {{ plot.data|tojson }}, [
{%- for program in plot.programs %}
  {%- if program %}
  {
    orders: [
      {%- for script in program.orders %}
      {{ script|printed }},
      {%- endfor %}
    ],
    places: [
      {%- for script in program.places %}
      {{ script|printed }},
      {%- endfor %}
    ],
  },
  {%- else %}
  null,
  {%- endif %}
{%- endfor %}
]);
