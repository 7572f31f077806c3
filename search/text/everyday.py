"""Everyday French beside the words of the field: what visitors say for what pages say.

One group a line, as in the glossary: each expression leads to the others of its line.
The terms that people ought to know, with their definition, are the glossary's.
"""

_FR = """
maire, élu, conseiller municipal
mairie, municipalité, collectivité
convaincre, persuader, argument, argumentaire, objection
embaucher, recruter
chômeur, demandeur d’emploi, personne sans emploi
patron, employeur, chef d’entreprise, dirigeant
salaire, rémunération, paie
payer, financer, prendre en charge
subvention, aide financière, soutien financier
amende, sanction, pénalité
preuve, justificatif, attestation
obligatoire, obligation
dispense, dérogation, exemption
partager, répartir
regrouper, mutualiser, mettre en commun
acheter, achat
fournisseur, prestataire
candidater, postuler, candidature, soumissionner
gagner le marché, remporter le marché, titulaire du marché, attributaire
clause type, modèle de clause, exemple de clause
réglementation, législation, cadre juridique, cadre légal
litige, recours, contentieux, réclamation
prix, coût, tarif
maximum, plafond
minimum, plancher
quota, taux, pourcentage, proportion
intérim, travail temporaire
apprenti, apprentissage, alternance
tuteur, tutorat, parrain
vacances, congés
élève, lycéen, collégien
décrocheur, décrochage
cours en ligne, formation en ligne, formation à distance, MOOC
visioconférence, webinaire, classe virtuelle
voiture, permis de conduire, mobilité
transport, déplacement, trajet, mobilité
garde d’enfants, crèche, mode de garde
sans-abri, sans domicile, à la rue
parent isolé, mère isolée, famille monoparentale
pauvreté, précarité
prison, prisonnier, détenu, détention, pénitentiaire, carcéral
apprendre le français, français langue étrangère, FLE
inclure, inclusion
différence, distinguer, distinction
ménage, nettoyage, propreté
jardinage, espaces verts
cantine, restauration collective
traiteur, plateaux-repas, buffet
bâtiment, BTP, bâtiment et travaux publics
écologique, environnemental
ordinateur, PC
imprimante, impression, copieur, photocopieur
téléphone, smartphone
informatique, numérique
logiciel, application, appli
seconde main, matériel d’occasion, reconditionné, réemploi
vie privée, données personnelles, données à caractère personnel, RGPD
mail, courriel, courrier électronique
rendez-vous, rencontre, réunion
interlocuteur, contact, coordonnées
inscription, s’inscrire, créer un compte
télécharger, récupérer, exporter
annuaire, répertoire
coordo, coordinateur, coordonnateur
personne handicapée, personne en situation de handicap, travailleur handicapé
personne en insertion, salarié en insertion, personne éloignée de l’emploi
réfugié, migrant
découper, diviser, allotir
calculer, calibrer, dimensionner, chiffrer
écrire, rédiger
notation, pondération
contrôler, vérifier
non-respect, manquement, inexécution
petite entreprise, TPE, PME
prime, aide à l’embauche
vote, délibération
bailleur social, HLM, office public de l’habitat
architecte, maître d’œuvre, bureau d’études
agglo, agglomération, intercommunalité, EPCI
conseil départemental, département
conseil régional, région
prolongation, reconduction
abandon, rupture, interruption
démolition, déconstruction
rénovation, réhabilitation
voirie, route
organisme de formation, centre de formation
diplôme, certification, titre professionnel
date limite, échéance
"""


def _groups(lines: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split(", ")) for line in lines.strip().splitlines())


EVERYDAY = {"fr": _groups(_FR)}
